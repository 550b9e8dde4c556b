import { Option } from 'commander';

/** `--scenario`: which columns of a device to evaluate. */
export function scenarioOfDevice(): Option {
  return new Option(
    '--scenario <name>',
    'of the device, as cores|precision, such as 1large|float (default: its GPU, gpu|float)',
  );
}

/** What the option says, where it was given. */
export function scenarioIn({ scenario }: { readonly scenario?: string }): { readonly scenario?: string } {
  return scenario === undefined ? {} : { scenario };
}
