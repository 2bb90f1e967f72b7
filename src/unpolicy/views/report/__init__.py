"""The evaluation sheet as a page or as Markdown."""
