/** The virtual phone of the demo and of `farm up`: a name in configs/virtual-phones/. */
export const defaultProfile = 'virtual-fast';
