/** Everything this program keeps on a phone. The shell user may write and execute here, and nowhere else. */
export const farmDirectory = '/data/local/tmp/farm';
