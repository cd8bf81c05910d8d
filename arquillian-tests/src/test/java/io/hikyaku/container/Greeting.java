package io.hikyaku.container;

import jakarta.enterprise.context.ApplicationScoped;

/** Something to be injected. */
@ApplicationScoped
public class Greeting {

  String to(String word) {
    return "hello " + word;
  }
}
