export { AdbPhone } from './adb-phone.js';
export { AdbServer } from './adb-server.js';
export type { AdbEndpoint, ListedPhone } from './adb-server.js';
export { checkedPhonePath } from './names.js';
export { shellWords, quoteArgument } from './quoting.js';
export type { ShellResult } from './shell.js';
export type { PushFile } from './sync.js';
