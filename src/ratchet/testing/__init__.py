"""What tests use instead of mocks: a real server in a process, and what feeds it. For your tests too."""
