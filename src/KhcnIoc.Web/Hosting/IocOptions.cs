using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Hosting;

/// <summary>Who may look without signing in.</summary>
public enum AccessMode
{
    /// <summary>Everybody on this very machine; only when bound to loopback, and never for a request that came through a proxy.</summary>
    Open,

    /// <summary>Only who brings a key.</summary>
    SignIn,
}

/// <summary>Settings of the product, section <c>Ioc</c> (environment: <c>Ioc__Province</c> and so on).</summary>
public sealed class IocOptions
{
    public const string Section = "Ioc";

    /// <summary>Which pack to run: <c>dong-thap</c> or <c>dong-nai</c>.</summary>
    public string Province { get; set; } = "dong-thap";

    /// <summary>Where the embedded database and the keys of this installation live. Relative to the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The folder of the packs; empty = <c>dashboards</c> in the working directory, else beside the program.</summary>
    public string PackDirectory { get; set; } = "";

    /// <summary>A folder with further dashboards (JSON); empty = none.</summary>
    public string ExtraDashboards { get; set; } = "";

    /// <summary>Whether <c>run.sh</c> starts the demonstration feed beside the server. The server itself only says so.</summary>
    public bool Demo { get; set; } = true;

    /// <summary><c>open</c> or <c>sign-in</c>.</summary>
    public string Access { get; set; } = "open";

    /// <summary>Identity of the build as screens compare it; empty = computed from the program.</summary>
    public string Build { get; set; } = "";

    /// <summary>Days that simulated figures are kept raw; after that the last of each day stays. 1 to 3,650.</summary>
    public int SimulatedRetentionDays { get; set; } = 7;

    public WallOptions Wall { get; set; } = new();
    public IntakeOptions Intake { get; set; } = new();

    public AccessMode AccessMode => Access == "sign-in" ? AccessMode.SignIn : AccessMode.Open;
}

/// <summary>Defaults of walls that do not say otherwise in their address.</summary>
public sealed class WallOptions
{
    /// <summary>Height of the picture in metres; 0 = the product's default. 0.1 to 20.</summary>
    public double HeightMetres { get; set; }

    /// <summary>Distance of the farthest viewer in metres; 0 = the product's default. 0.3 to 60.</summary>
    public double DistanceMetres { get; set; }

    /// <summary><c>dark</c> or <c>light</c>.</summary>
    public string Theme { get; set; } = "dark";
}

/// <summary>Limits of <c>POST /api/v1/observations</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>Largest body in bytes; larger ones get 413. 1 KiB to 256 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most rows in one body; more get 413. 1 to 1,000,000.</summary>
    public int MaxRows { get; set; } = 20_000;

    /// <summary>Requests a second that one key may make on average; beyond that 429. 1 to 100,000.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>Batches that may wait for the writer; beyond that 429. 1 to 100,000.</summary>
    public int WaitingBatches { get; set; } = 512;

    /// <summary>Rows that share one commit at most. 1 to 100,000.</summary>
    public int RowsPerCommit { get; set; } = 5_000;
}

/// <summary>Collects everything that is wrong with the settings, naming each key.</summary>
internal sealed class IocOptionsValidator : IValidateOptions<IocOptions>
{
    public ValidateOptionsResult Validate(string? name, IocOptions options)
    {
        var errors = new List<string>();
        void Range(string key, double value, double min, double max)
        {
            if (!(value >= min && value <= max)) errors.Add(FormattableString.Invariant($"Ioc:{key} is {value}; it must be {min} to {max}."));
        }

        if (string.IsNullOrWhiteSpace(options.Province)) errors.Add("Ioc:Province is empty; set dong-thap or dong-nai.");
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) errors.Add("Ioc:DataDirectory is empty.");
        if (options.Access is not ("open" or "sign-in")) errors.Add($"Ioc:Access is '{options.Access}'; it must be open or sign-in.");
        if (options.Wall.Theme is not ("dark" or "light")) errors.Add($"Ioc:Wall:Theme is '{options.Wall.Theme}'; it must be dark or light.");
        if (options.Wall.HeightMetres != 0) Range("Wall:HeightMetres", options.Wall.HeightMetres, 0.1, 20);
        if (options.Wall.DistanceMetres != 0) Range("Wall:DistanceMetres", options.Wall.DistanceMetres, 0.3, 60);
        Range("SimulatedRetentionDays", options.SimulatedRetentionDays, 1, 3650);
        Range("Intake:MaxBodyBytes", options.Intake.MaxBodyBytes, 1024, 256 * 1024 * 1024);
        Range("Intake:MaxRows", options.Intake.MaxRows, 1, 1_000_000);
        Range("Intake:RequestsPerSecond", options.Intake.RequestsPerSecond, 1, 100_000);
        Range("Intake:WaitingBatches", options.Intake.WaitingBatches, 1, 100_000);
        Range("Intake:RowsPerCommit", options.Intake.RowsPerCommit, 1, 100_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
