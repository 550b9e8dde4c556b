// Preloaded into a child process (spawn-entry.ts): the channel to the parent closes when the parent ends,
// whatever ended it, and the child then ends as if it had been asked to. It must not keep the child alive.
const end = () => process.kill(process.pid, 'SIGTERM');

process.on('disconnect', end);
process.channel?.unref();
if (!process.connected) end();
