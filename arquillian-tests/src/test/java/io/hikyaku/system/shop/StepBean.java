package io.hikyaku.system.shop;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mapreduce.TaskFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;

/** Runs the steps of the shop's jobs. */
@MessageDriven(name = "StepBean", messageListenerInterface = QueueListener.class)
public class StepBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  private final TaskFactory tasks = TaskFactory.of(StepBean.class.getClassLoader());

  @Override
  public void onMessage(ReceivedMessage step) {
    factory.jobs().runStep(step, tasks);
  }
}
