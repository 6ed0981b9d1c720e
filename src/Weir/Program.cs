using Weir;

return await CommandLine.RunAsync(args, CommandContext.OfThisProcess()).ConfigureAwait(false);
