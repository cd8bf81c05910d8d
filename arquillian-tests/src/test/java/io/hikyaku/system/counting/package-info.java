/** An application whose jobs go on while its servers are killed. */
package io.hikyaku.system.counting;
