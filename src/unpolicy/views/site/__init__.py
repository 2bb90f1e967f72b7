"""A static site: a page for each goal, target and indicator, in every language."""
