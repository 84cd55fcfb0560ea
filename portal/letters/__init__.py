"""What is owed to a person: letters as rows, written with the act that owes them and sent by the worker."""
