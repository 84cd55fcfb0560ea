"""What I have to do now: one page for each role."""
