"""Resources as they are read, searched and kept, whatever they are made of."""
