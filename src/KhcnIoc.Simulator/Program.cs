using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using KhcnIoc.Simulator;

SimulatorOptions options;
try
{
    options = SimulatorOptions.Parse(args, Environment.GetEnvironmentVariable);
}
catch (OptionException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

if (options.ShowHelp)
{
    Console.WriteLine(SimulatorOptions.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// No proxy: the simulator talks to the server it was pointed at, nobody else.
using var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
using var http = new HttpClient(handler) { BaseAddress = options.Url, Timeout = TimeSpan.FromSeconds(30) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
return await new SimulatorRun(options, http, TimeProvider.System, Console.Out).RunAsync(stop.Token);
