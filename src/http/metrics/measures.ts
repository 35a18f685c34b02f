import type { Facts } from './facts.ts'
import { harvestMeasures } from './harvest-measures.ts'
import { counts, value, type Measure } from './measure.ts'

/** What is exported of the parts. The README tells operators which of these to watch. */
export const measures: readonly Measure[] = [
  value('findbuch_record_revision', 'Last change of the record.', (facts) => facts.revision),
  value('findbuch_record_bytes', 'Size of the SQLite file.', ({ disk }) => disk.record),
  value(
    'findbuch_record_wal_bytes',
    'Size of the write-ahead log of SQLite, which does not shrink while it is in use.',
    ({ disk }) => disk.wal,
  ),
  value(
    'findbuch_disk_free_bytes',
    'Free on the disk of the data folder.',
    ({ disk }) => disk.free,
  ),
  value(
    'findbuch_disk_size_bytes',
    'Size of the disk of the data folder.',
    ({ disk }) => disk.size,
  ),

  value(
    'findbuch_index_replicas',
    'Replicas of the index that are up.',
    ({ index }) => index.replicas,
  ),
  value(
    'findbuch_index_replicas_wanted',
    'Replicas of the index that there should be.',
    ({ index }) => index.wanted,
  ),
  value(
    'findbuch_index_revision',
    'Change of the record up to which every replica has taken up all.',
    ({ index }) => index.revision,
  ),
  value(
    'findbuch_index_lag_revisions',
    'Changes of the record that a replica has yet to take up; missing while none is up.',
    ({ backlog }) => backlog?.revisions,
  ),
  value(
    'findbuch_index_lag_seconds',
    'How long the oldest of these changes has been waiting; missing while no replica is up.',
    ({ backlog }) => backlog?.seconds,
  ),
  value('findbuch_index_quads', 'Quads in the index.', ({ index }) => index.quads),
  value(
    'findbuch_index_garbage_quads',
    'Quads that were rewritten or deleted and still take room, until a replica is renewed.',
    ({ index }) => index.garbage,
  ),
  value(
    'findbuch_index_room_triples',
    'Triples that can still be written before writes are refused (507), estimated.',
    ({ index }) => index.room,
  ),
  value(
    'findbuch_index_memory_bytes',
    'WebAssembly heap of the largest replica, which never shrinks.',
    ({ index }) => index.bytes,
  ),
  value(
    'findbuch_index_memory_used_bytes',
    'What of it quads take, garbage included; the rest was left behind by queries.',
    ({ index }) => index.bytesInUse,
  ),
  value(
    'findbuch_index_memory_limit_bytes',
    'What a replica may take. A warning is logged at 85 % of it, writes are refused at 95 %.',
    ({ index }) => index.maxBytes,
  ),
  counts(
    'findbuch_index_threads_ended_total',
    'Threads of the index that ended: late or abandoned queries, replaced for memory, failed, full.',
    'reason',
    ({ index }) => Object.entries(index.ended),
  ),
  value('findbuch_index_image_bytes', 'Size of the image of the index.', ({ disk }) => disk.image),
  value(
    'findbuch_index_image_timestamp_seconds',
    'When the image of the index was made; missing where there is none.',
    ({ disk }) => disk.imageAt && disk.imageAt / 1000,
  ),

  value(
    'findbuch_sparql_queries_running',
    'SPARQL queries that are being carried out.',
    ({ index }) => index.running,
  ),
  value(
    'findbuch_sparql_queries_queued',
    'SPARQL queries that wait for a replica.',
    ({ index }) => index.waiting,
  ),
  counts(
    'findbuch_sparql_queries_total',
    'SPARQL queries by outcome: answered or the code of the error; query-timeout and client-gone were cancelled.',
    'outcome',
    ({ queries }: Facts) => queries,
  ),
  ...harvestMeasures,
]
