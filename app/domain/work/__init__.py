"""What people have to do: tasks."""
