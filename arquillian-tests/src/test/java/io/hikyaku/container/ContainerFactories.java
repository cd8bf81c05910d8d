package io.hikyaku.container;

import io.hikyaku.api.QueueConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;

/** References with which the container signs on: a name looked up directly has none. */
@Stateless
public class ContainerFactories {

  @Resource(name = "signsOn", lookup = "hikyaku/ContainerFactory")
  private QueueConnectionFactory signsOn;

  @Resource(name = "signsOnWrongly", lookup = "hikyaku/WrongFactory")
  private QueueConnectionFactory signsOnWrongly;

  public QueueConnectionFactory signsOn() {
    return signsOn;
  }

  public QueueConnectionFactory signsOnWrongly() {
    return signsOnWrongly;
  }
}
