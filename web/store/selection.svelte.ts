/** What the person looks at: a unit, a row of the data, two inputs, the options of the pictures. */
import type { EdgeKind } from '../pictures/edges';
import type { UnitId } from '../pictures/unit';

class Selection {
  /** Under the pointer or the keyboard's focus; gone when that leaves. */
  hovered = $state.raw<UnitId | null>(null);
  /** Stays until it is released. */
  pinned = $state.raw<UnitId | null>(null);
  /** Row of the data that the microscope follows. */
  row = $state(0);
  /** The inputs that span the plane. */
  inputX = $state(0);
  inputY = $state(1);
  /** What the links of the network show. */
  edges = $state<EdgeKind>('weights');
  /** Of several outputs of a regression, the one that the map shows. */
  output = $state(0);
  showTest = $state(false);
  showValidation = $state(false);
  discretize = $state(false);

  /** The unit that pictures show large; null is the output of the network. */
  get unit(): UnitId | null {
    return this.hovered ?? this.pinned;
  }

  /** Forgets what another network or data set may not have. */
  reset(): void {
    this.hovered = null;
    this.pinned = null;
    this.row = 0;
    this.inputX = 0;
    this.inputY = 1;
    this.output = 0;
  }
}

export const selection = new Selection();
