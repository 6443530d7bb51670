"""The pages: templates, components, static files, and the thin views of each room."""
