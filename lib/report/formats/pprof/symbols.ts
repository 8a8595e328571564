import type { TreeNode } from '../../../model/report.interface.js';
import { nodeName, placeOf } from '../time-order/shown-name.js';
import { Protobuf } from './protobuf.js';

/** The numbers of fields in `profile.proto`. */
const LOCATION = { id: 1, line: 4 };
const LINE = { functionId: 1, line: 2 };
const FUNCTION = { id: 1, name: 2, systemName: 3, filename: 4 };

/**
 * The texts, functions and places of a profile, each once. Ids count from 1, because pprof reserves 0; the first text is
 * empty.
 *
 * @internal
 */
export class Symbols {
  readonly texts = [''];
  readonly functions: Protobuf[] = [];
  readonly locations: Protobuf[] = [];
  private readonly numbers = new Map<string, number>([['', 0]]);
  private readonly functionIds = new Map<string, number>();
  private readonly locationIds = new Map<string, number>();

  /** The index of a text. */
  text(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const index = this.texts.push(text) - 1;
    this.numbers.set(text, index);
    return index;
  }

  /** The id of a node's place. */
  location(node: TreeNode): number {
    const { file, line } = placeOf(node);
    const functionId = this.function(nodeName(node), file);
    const key = `${functionId} ${line}`;
    const known = this.locationIds.get(key);
    if (known !== undefined) return known;
    const id = this.locations.length + 1;
    const place = new Protobuf();
    place.integer(LINE.functionId, functionId);
    place.integer(LINE.line, line);
    const message = new Protobuf();
    message.integer(LOCATION.id, id);
    message.message(LOCATION.line, place);
    this.locations.push(message);
    this.locationIds.set(key, id);
    return id;
  }

  private function(name: string, file: string): number {
    const key = `${name}\n${file}`;
    const known = this.functionIds.get(key);
    if (known !== undefined) return known;
    const id = this.functions.length + 1;
    const message = new Protobuf();
    message.integer(FUNCTION.id, id);
    message.integer(FUNCTION.name, this.text(name));
    message.integer(FUNCTION.systemName, this.text(name));
    message.integer(FUNCTION.filename, this.text(file));
    this.functions.push(message);
    this.functionIds.set(key, id);
    return id;
  }
}
