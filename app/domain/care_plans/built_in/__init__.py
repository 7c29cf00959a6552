"""Templates that come with the software, in English and Spanish."""
