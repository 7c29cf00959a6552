"""The GraphQL door: the declared operations of the API as one graph, read and changed by documents."""
