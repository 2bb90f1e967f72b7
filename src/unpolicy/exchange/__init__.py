"""Figures out and in: csv, json, xlsx, parquet, SDMX-CSV and IATI."""
