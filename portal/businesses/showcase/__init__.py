"""What accepted evidence becomes: photos, catalogue, story and hours on the map, badges, a profile and posters."""
