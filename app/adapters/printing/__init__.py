"""The care plan on paper: one text in the reader's language, laid out as a web page or as PDF."""
