"""What runs within the walls of `confined`: each module has a `main(file, order)` that yields facts and bytes.

Nothing here knows a secret, a row or a name of anybody; of the portal it imports only its siblings.
"""
