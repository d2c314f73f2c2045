"""The running system: settings from the environment, addresses, tasks, commands of operation."""
