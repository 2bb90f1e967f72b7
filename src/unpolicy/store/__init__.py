"""The only package that opens data files: it reads them, finds places in them and writes them."""
