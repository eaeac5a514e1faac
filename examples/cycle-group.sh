#!/bin/sh
# Stops the machines of a group, starts them again, and publishes a port of each.
#
#   examples/cycle-group.sh app=web 80
#
# Needs `vm` (or what VM names) signed in, or VM_SERVER and VM_TOKEN. It can be run again: what is
# stopped is not stopped twice, and what is published stays. Ends with the exit code of what failed.
set -eu

if [ $# -ne 2 ]; then
  echo "usage: $0 LABELS PORT" >&2
  exit 2
fi
selector=$1
port=$2
vm=${VM:-vm}

group=$("$vm" list --selector "$selector" -o name)
if [ -z "$group" ]; then
  echo "no machine has the labels $selector" >&2
  exit 1
fi

# Several at once; each waits for all, and the exit code says whether one failed.
running=$("$vm" list --selector "$selector" --status running,paused -o name)
if [ -n "$running" ]; then
  # shellcheck disable=SC2086 # one word a machine
  "$vm" stop --force $running
fi
# shellcheck disable=SC2086
"$vm" start $group --wait-for status=running --timeout 5m

for machine in $group; do
  service=$(basename "$machine")-port-$port
  if ! "$vm" service list "$machine" -o name | grep -qx "$service"; then
    "$vm" service create "$machine" --port "$port" --name "$service" -o name
  fi
  printf '%s is at %s\n' "$machine" "$("$vm" service open "$machine" "$service" --print)"
done
