"""Each view's own words in English and Japanese."""
