export const genuinePhoneFolder: string;
export function isFetched(): boolean;
export function fetchGenuinePhone(): void;
