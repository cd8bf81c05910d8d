package io.hikyaku.container;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** Runs the steps of this application's jobs: what an application that has jobs writes. */
@MessageDriven(
    name = "StepBean",
    messageListenerInterface = QueueListener.class,
    activationConfig =
        @ActivationConfigProperty(propertyName = "group", propertyValue = "mapreduce.steps"))
public class StepBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Inject private InjectedTasks tasks;

  @Override
  public void onMessage(ReceivedMessage step) {
    factory.jobs().runStep(step, tasks);
  }
}
