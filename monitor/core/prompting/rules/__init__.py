"""Playbook rules: each looks at the state of the call and says whether it wants to speak, and why."""
