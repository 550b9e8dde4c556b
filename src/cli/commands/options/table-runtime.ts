import { InvalidArgumentError, Option } from 'commander';

import { isRuntimeVersion } from '../../../graph/runtime-version.js';

/** `--runtime`: what published tables were measured with, where the file's name does not tell. */
export function tableRuntime(): Option {
  return new Option(
    '--runtime <version>',
    'what the tables were measured with, such as 2.10 or pytorch-2.0 (default: by the file’s name: torch_… is PyTorch, transformer and vit TFLite 2.15, others 2.10)',
  ).argParser((text) => {
    if (isRuntimeVersion(text)) return text;
    throw new InvalidArgumentError('Expected a version such as 2.10, litert-2.1 or pytorch-2.0.');
  });
}
