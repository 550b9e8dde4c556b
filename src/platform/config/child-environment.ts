/** The environment a child process gets: this process's own and what is added to it. */
export function childEnvironment(added: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}
