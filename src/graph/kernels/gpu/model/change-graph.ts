import type { GpuNode, GpuValue } from './gpu-graph.js';
import { refusal } from './refusal.js';

// The rules of changing the delegate's graph that its transformations rely on: common/model.cc.

/** Makes a node the one that writes a value; another one that wrote it does not any more. */
export function setProducer(node: GpuNode, value: GpuValue): void {
  if (value.producer !== undefined) erase(value.producer.outputs, value);
  value.producer = node;
  node.outputs.push(value);
}

/** Makes a node read a value, as its last input. The delegate refuses a node that would read it twice. */
export function addConsumer(node: GpuNode, value: GpuValue): void {
  if (node.inputs.includes(value)) {
    throw refusal(`Node ${node.id} is already a consumer of the value ${value.id}`);
  }
  node.inputs.push(value);
  value.consumers.push(node);
}

/** Makes a node read another value in the place of one. */
export function replaceInput(node: GpuNode, old: GpuValue, value: GpuValue): void {
  node.inputs[node.inputs.indexOf(old)] = value;
  value.consumers.push(node);
  erase(old.consumers, node);
}

/** Removes a node whose outputs only `kept` reads; `kept` reads its inputs after its own. */
export function removePreceding(removed: GpuNode, kept: GpuNode): void {
  for (const input of removed.inputs) addConsumer(kept, input);
  for (const output of removed.outputs) {
    for (const consumer of output.consumers) erase(consumer.inputs, output);
  }
  kept.operationIndices.push(...removed.operationIndices);
  removeNode(removed);
}

/** Removes a node whose inputs `kept` produces; `kept` writes its outputs instead. */
export function removeFollowing(removed: GpuNode, kept: GpuNode): void {
  for (const input of removed.inputs) {
    erase(kept.outputs, input);
    for (const consumer of input.consumers) if (consumer !== removed) erase(consumer.inputs, input);
  }
  for (const output of [...removed.outputs]) setProducer(kept, output);
  kept.operationIndices.push(...removed.operationIndices);
  removeNode(removed);
}

/** Removes a node of one input and one output; what read its output reads its input. */
export function bypass(node: GpuNode): void {
  const [input] = node.inputs as [GpuValue];
  const [output] = node.outputs as [GpuValue];
  removeNode(node);
  for (const consumer of output.consumers) replaceReader(consumer, output, input);
}

function replaceReader(consumer: GpuNode, output: GpuValue, input: GpuValue): void {
  if (consumer.inputs.includes(input)) throw refusal('Graph transformations failed');
  consumer.inputs[consumer.inputs.indexOf(output)] = input;
  input.consumers.push(consumer);
}

/** Removes a node of one input, which only it reads, and one output, which what wrote the input writes instead. */
export function bypassKeepingOutput(node: GpuNode): void {
  const [input] = node.inputs as [GpuValue];
  const [output] = node.outputs as [GpuValue];
  const { producer } = input;
  removeNode(node);
  if (producer === undefined) return;
  erase(producer.outputs, input);
  setProducer(producer, output);
}

function removeNode(node: GpuNode): void {
  for (const input of node.inputs) erase(input.consumers, node);
  for (const output of node.outputs) if (output.producer === node) output.producer = undefined;
  node.removed = true;
}

function erase<T>(items: T[], item: T): void {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
}
