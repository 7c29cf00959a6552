"""What FHIR says of subscriptions beside the resource itself: filters, notifications, and the operations on them."""
