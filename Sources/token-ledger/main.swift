import Commands

_ = ExitStatus.success
