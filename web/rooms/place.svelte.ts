/** Which room one is in. The address says it (`?room=…`), so that a link leads there and the browser's Back leads back. */
import { roomNames, type RoomName } from './rooms';

function roomOfAddress(): RoomName {
  const wanted = new URLSearchParams(location.search).get('room');
  return roomNames.find((name) => name === wanted) ?? 'lab';
}

class Place {
  #now = $state<RoomName>(roomOfAddress());

  get now(): RoomName {
    return this.#now;
  }

  /** Goes to a room. */
  enter(room: RoomName): void {
    if (room === this.#now) return;
    this.#now = room;
    const address = new URL(location.href);
    if (room === 'lab') address.searchParams.delete('room');
    else address.searchParams.set('room', room);
    history.pushState(history.state, '', address);
  }

  /** The browser went back or forward. */
  addressChanged(): void {
    this.#now = roomOfAddress();
  }
}

export const place = new Place();
