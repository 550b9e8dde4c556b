import type { PhoneLink } from './phone-link.js';

/** What `adb devices` says. */
export function deviceList(phones: readonly PhoneLink[]): string {
  return phones.map(({ serial, state }) => `${serial}\t${state}\n`).join('');
}

/** What `adb devices -l` says (AOSP transport.cpp, append_transport). */
export function longDeviceList(phones: readonly PhoneLink[]): string {
  return phones
    .map(({ serial, state, banner, transportId }) => {
      const facts = (['product', 'model', 'device'] as const).flatMap((fact) => {
        const value = banner.get(fact === 'product' ? 'ro.product.name' : `ro.product.${fact}`);
        return value === undefined ? [] : [`${fact}:${value.replaceAll(/[^\w.-]/g, '_')}`];
      });
      return `${[serial.padEnd(22), state, ...facts, `transport_id:${transportId}`].join(' ')}\n`;
    })
    .join('');
}
