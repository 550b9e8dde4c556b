import { errorFactory } from '../../platform/errors.js';
import type { ErrorCatalogue } from '../../platform/errors.js';

/** What can go wrong between this machine and a worker host. Listed in docs/reference/errors.md. */
export const hostErrors = {
  HOST_ADDRESS_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Write the host as user@host or user@host:port.',
  },
  HOST_PIN_INVALID: {
    blame: 'config',
    retryable: false,
    remedy:
      'Copy the fingerprint that `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints on the host.',
  },
  HOST_KEY_MISMATCH: {
    blame: 'config',
    retryable: false,
    remedy:
      'Find out on the host itself whether its key was changed; only then add the host again with the new pin.',
  },
  HOST_AUTH_FAILED: {
    blame: 'config',
    retryable: false,
    remedy:
      'See that the private key can be read here and that its public key is in authorized_keys on the host.',
  },
  HOST_UNREACHABLE: {
    blame: 'host',
    retryable: true,
    remedy: 'See that the host is on, that its SSH server runs, and that address and port are right.',
  },
  HOST_LOST: {
    blame: 'host',
    retryable: true,
    remedy: 'Check the network between this machine and the host; the link is opened again by itself.',
  },
  HOST_TIMEOUT: {
    blame: 'host',
    retryable: true,
    remedy: 'See what keeps the host so busy; the link is opened again by itself.',
  },
  HOST_COMMAND_FAILED: {
    blame: 'host',
    retryable: true,
    remedy: 'Run the command on the host and see why it fails there.',
  },
  HOST_UNFIT: {
    blame: 'host',
    retryable: false,
    remedy:
      'Install what the message names on the host: Node.js from version 20.19 with npm, and adb; or give its user a login shell.',
  },
  HOST_EXISTS: {
    blame: 'config',
    retryable: false,
    remedy: 'Give the host another name, or remove the one that has it: `farm hosts rm NAME`.',
  },
  HOST_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'List the hosts with `farm hosts ls`.',
  },
} as const satisfies ErrorCatalogue<string>;

export const hostError = errorFactory(hostErrors);
