import { openAsk } from "../domain/ticket/authority.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { Directory } from "../ports/directory.ts";

export interface PhotoAlbum {
  /** What is known already, also that there is no photo; asks nobody. */
  photoOf(person: PersonId): string | null;
  /** Fetches the helper's photo for an open question, once an hour at most. */
  prepare(ticket: Ticket): Promise<void>;
}

const FRESH_FOR = 60 * 60_000;
const MOST = 500;

/** A face makes it harder to pose as a helper. It decides nothing, so a photo that cannot be had is left out. */
export function createPhotoAlbum({ photo }: Pick<Directory, "photo">, clock: Clock): PhotoAlbum {
  const album = new Map<PersonId, { readonly picture: string | null; readonly takenAt: number }>();

  function keep(person: PersonId, picture: string | null): void {
    const oldest = album.keys().next();
    if (album.size >= MOST && !oldest.done) album.delete(oldest.value);
    album.set(person, { picture, takenAt: clock.now() });
  }

  return {
    photoOf: (person) => album.get(person)?.picture ?? null,
    async prepare({ session }) {
      if (session === null || openAsk(session) === null) return;
      const { id } = session.helper;
      const known = album.get(id);
      if (known === undefined || clock.now() - known.takenAt > FRESH_FOR) keep(id, await photo(id));
    },
  };
}
