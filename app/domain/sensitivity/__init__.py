"""Which codes and words say what a label protects: value sets as data, and the one question that is put to them."""
