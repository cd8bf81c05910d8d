/**
 * Tuple groups: key-value pairs written in bulk, read as streams sorted by key, dropped whole. A
 * tuple's key and value are bytes here.
 */
package io.hikyaku.store.tuple;
