"""The guarded way out to URLs that users gave."""
