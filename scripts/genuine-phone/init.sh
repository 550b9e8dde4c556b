#!/bin/sh
# usage: init.sh USR ROOT NODE POWER ARGUMENTS…
# The first process of a phone made of Android's own programs, in mount, process and network namespaces of its own (unshare -m -p -n -f):
# makes ROOT the phone's file system, with the programs of USR, and has NODE run POWER, which starts adbd. It collects the processes that
# lose their parents, as init does, and the phone ends with it.
set -e
usr=$1
root=$2
node=$3
shift 3

mount --make-rprivate /
mkdir -p "$root/usr" "$root/proc" "$root/dev"
for name in bin sbin lib lib64; do ln -sfn "usr/$name" "$root/$name"; done
mount --bind "$usr" "$root/usr"
mount -o remount,bind,ro "$root/usr"
# What POWER sees of processes are the phone's own.
mount -t proc proc /proc
mount -t proc proc "$root/proc"
for name in null zero random urandom; do
  : > "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
# What the phone's programs read of the kernel, where the machine's own would tell of other things.
for path in proc/loadavg proc/meminfo proc/sys/kernel/random/boot_id; do
  mount --bind "$root/kernel/$path" "$root/$path"
done
: > "$root/system/bin/node"
mount --bind "$node" "$root/system/bin/node"
chroot "$root" /usr/bin/toybox ifconfig lo up

"$node" "$@" &
wait $!
