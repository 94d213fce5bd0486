"""Pictures for the demo school, drawn by code and by seed. Nobody in them exists."""
