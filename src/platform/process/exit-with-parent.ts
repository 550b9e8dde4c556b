// Preloaded into a child process (spawn-entry.ts): the channel to the parent closes when the parent ends,
// whatever ended it, and the child then ends as if it had been asked to. It must not keep the child alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
