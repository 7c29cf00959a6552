"""What REST takes and gives, declared for validation and OpenAPI."""
