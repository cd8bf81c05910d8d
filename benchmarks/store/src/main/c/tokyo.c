/* Tokyo Cabinet's on-memory hash database as a peer of the benchmark of tuples: threads that write and read the same
   tuples as the other sides. A line is a command, `write count bytes threads`, `read count bytes threads` or `clear`;
   the answer is a line with the sum over all values read. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tcutil.h>

enum { KEY_BYTES = 32, MAX_THREADS = 64, MAX_VALUE = 1 << 20 };

typedef struct {
  TCMDB *db;
  int write, thread, threads, count, bytes;
  uint64_t sum;
} part;

static void put_long(unsigned char *to, uint64_t value) {
  for (int i = 7; i >= 0; i--, value >>= 8) to[i] = (unsigned char)value;
}

/* the keys of Keys.java */
static void make_key(unsigned char *key, int number) {
  uint64_t state = (uint64_t)number * UINT64_C(0x9E3779B97F4A7C15);
  for (int i = 0; i < KEY_BYTES / 8; i++) {
    state = (state ^ (state >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    state = (state ^ (state >> 27)) * UINT64_C(0x94D049BB133111EB);
    put_long(key + 8 * i, state ^ (state >> 31));
  }
}

static void *run(void *argument) {
  part *p = argument;
  unsigned char key[KEY_BYTES];
  unsigned char *value = calloc(1, (size_t)p->bytes);
  for (int i = p->thread; i < p->count; i += p->threads) {
    make_key(key, i);
    if (p->write) {
      put_long(value, (uint64_t)i);
      tcmdbput(p->db, key, KEY_BYTES, value, p->bytes);
    } else {
      int size = 0;
      unsigned char *found = tcmdbget(p->db, key, KEY_BYTES, &size);
      if (found == NULL || size != p->bytes) exit(1);
      uint64_t number = 0;
      for (int b = 0; b < 8; b++) number = number << 8 | found[b];
      p->sum += number;
      free(found);
    }
  }
  free(value);
  return NULL;
}

int main(void) {
  TCMDB *db = tcmdbnew2(4 << 20);
  char line[200], what[20];
  int count, bytes, threads;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (strncmp(line, "clear", 5) == 0) {
      tcmdbvanish(db);
      printf("0\n");
    } else if (sscanf(line, "%19s %d %d %d", what, &count, &bytes, &threads) == 4 && bytes >= 8 && bytes <= MAX_VALUE
               && threads > 0 && threads <= MAX_THREADS) {
      pthread_t ids[MAX_THREADS];
      part parts[MAX_THREADS];
      uint64_t sum = 0;
      for (int t = 0; t < threads; t++) {
        parts[t] = (part){db, strcmp(what, "write") == 0, t, threads, count, bytes, 0};
        if (pthread_create(&ids[t], NULL, run, &parts[t]) != 0) return 1;
      }
      for (int t = 0; t < threads; t++) {
        pthread_join(ids[t], NULL);
        sum += parts[t].sum;
      }
      printf("%llu\n", (unsigned long long)sum);
    } else {
      return 2;
    }
    fflush(stdout);
  }
  tcmdbdel(db);
  return 0;
}
