using System.Globalization;

namespace KhcnIoc.Simulator;

/// <summary>What the command line asks for.</summary>
internal sealed record SimulatorOptions
{
    internal const string KeyVariable = "IOC_SIMULATOR_KEY";

    internal const string Help = """
        KhcnIoc.Simulator: sends made-up figures to a running server through its public API.

          --url URL            server, default http://127.0.0.1:8080
          --key KEY            feed key; better: --key-file FILE, or the variable IOC_SIMULATOR_KEY
          --rate N             observations a second of the trickle, default 1.5
          --batch N            observations a request: trickle default 1, backfill and load default 500 (1 to 500)
          --seed N             the same seed and clock give the same figures, default 1
          --duration SECONDS   stop after that time, default: never
          --province-only      no communes
          --areas A,B          only these communes
          --backfill HOW       none, quick (12 periods), or a number of periods; default quick
          --once               backfill and one round, then end
          --load               as fast as the server allows, with --concurrency N requests at once (default 4)
          --help               this text

        Exit code: 0 done, 1 bad option, 2 key refused.
        """;

    public Uri Url { get; init; } = new("http://127.0.0.1:8080/");
    public string Key { get; init; } = "";

    /// <summary>Observations a second.</summary>
    public double Rate { get; init; } = 1.5;

    /// <summary>Observations a request; <see langword="null"/> = 1 in the trickle, 500 elsewhere.</summary>
    public int? Batch { get; init; }
    public long Seed { get; init; } = 1;
    public TimeSpan? Duration { get; init; }
    public bool ProvinceOnly { get; init; }
    public IReadOnlySet<string>? Areas { get; init; }

    /// <summary>Periods of history; 0 = none.</summary>
    public int Backfill { get; init; } = 12;
    public bool Once { get; init; }
    public bool Load { get; init; }
    public int Concurrency { get; init; } = 4;
    public bool ShowHelp { get; init; }

    /// <exception cref="OptionException">An option is unknown, lacks its value or is out of range.</exception>
    internal static SimulatorOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = new SimulatorOptions { Key = environment(KeyVariable)?.Trim() ?? "" };
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            string Value() => ++i < args.Count ? args[i] : throw new OptionException($"{name} needs a value.");
            options = name switch
            {
                "--url" => options with { Url = Address(Value()) },
                "--key" => options with { Key = Value() },
                "--key-file" => options with { Key = KeyOf(Value()) },
                "--rate" => options with { Rate = Number(name, Value(), 0.01, 1_000) },
                "--batch" => options with { Batch = (int)Number(name, Value(), 1, 500) },
                "--seed" => options with { Seed = (long)Number(name, Value(), 0, 1L << 52) },
                "--duration" => options with { Duration = TimeSpan.FromSeconds(Number(name, Value(), 0.1, 1e8)) },
                "--province-only" => options with { ProvinceOnly = true },
                "--areas" => options with { Areas = Value().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) },
                "--backfill" => options with { Backfill = Value() is var how && how == "none" ? 0 : how == "quick" ? 12 : (int)Number(name, how, 1, 240) },
                "--once" => options with { Once = true },
                "--load" => options with { Load = true },
                "--concurrency" => options with { Concurrency = (int)Number(name, Value(), 1, 256) },
                "--help" or "-h" => options with { ShowHelp = true },
                _ => throw new OptionException($"Unknown option {name}; --help lists them."),
            };
        }

        return options.ShowHelp || options.Key.Length > 0 ? options : throw new OptionException($"No key: pass --key-file FILE, --key KEY or set {KeyVariable}.");
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri : throw new OptionException("--url needs an http or https address.");

    private static string KeyOf(string file) =>
        File.Exists(file) ? File.ReadAllText(file).Trim() : throw new OptionException($"--key-file {file} does not exist.");

    private static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new OptionException(string.Create(CultureInfo.InvariantCulture, $"{name} needs a number from {least} to {most}."));
}

/// <summary>A command line that cannot be obeyed.</summary>
internal sealed class OptionException(string message) : Exception(message);
