import { canonicalJson, sha256Hex } from '../canonical-json.js';
import type { OperationConfiguration } from '../model/configuration.js';
import { completeAttributes } from '../operators/definition/attributes.js';
import { findOperator } from '../operators/registry.js';

/**
 * Content hash of a configuration: SHA-256 of its canonical JSON with all attributes written out, so that an attribute left
 * at its default does not make another configuration. Throws `INVALID_ATTRIBUTE`.
 */
export function configurationHash(configuration: OperationConfiguration): string {
  const definition = findOperator(configuration.operator);
  const attributes = definition
    ? completeAttributes(definition, configuration.attributes)
    : configuration.attributes;
  return sha256Hex(canonicalJson({ ...configuration, attributes }));
}
